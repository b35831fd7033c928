"""manage.py import_articles PATH… --team SLUG [--dry-run] [--json] [--as USERNAME] [--batch LABEL]"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.ingest.draft import Draft
from articles.rendering import render
from articles.storing.disk import imported_from, looked_at
from articles.storing.working import FileOutcome
from teams.models import Membership, Team
from teams.policy import Action, Role


class Command(BaseCommand):
    """One line a file. It works through a batch, which the same command goes on with where it was interrupted. Run
    again, it changes nothing. The exit status is 1 if any file failed."""

    help = "Read articles from files and folders into a team's library. With --dry-run nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--team", help="the team's slug; needed unless --dry-run")
        parser.add_argument("--as", dest="username", help="who adds them; else the team's first coach")
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="one JSON object a line and file")
        parser.add_argument("--batch", metavar="LABEL", help="what the batch is called; else the paths")

    def handle(self, *args: Any, **options: Any) -> None:
        member = _owner(options["team"], options["username"], needed=not options["dry_run"])
        paths = options["paths"]
        if member is None or options["dry_run"]:
            outcomes = looked_at(paths)
        else:
            outcomes = imported_from(paths, member=member, label=options["batch"] or " ".join(paths))
        failed = 0
        for outcome in outcomes:
            failed += bool(outcome.error)
            self.stdout.write(json.dumps(_told(outcome), ensure_ascii=False) if options["as_json"] else _line(outcome))
        if failed:
            raise CommandError(f"{failed} not read.", returncode=1)


def _owner(slug: str | None, username: str | None, *, needed: bool) -> Membership | None:
    """Who the articles will belong to. Raises CommandError."""
    if not slug:
        if needed:
            raise CommandError("Say whose library with --team SLUG, or look first with --dry-run.")
        return None
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise CommandError(f"There is no team “{slug}”.")
    members = Membership.objects.in_team(team)
    found = members.filter(user__username=username) if username else members.filter(role=Role.COACH)
    member = found.first()
    if member is None:
        raise CommandError(f"“{username}” is no member of {team}." if username else f"{team} has no coach: use --as.")
    if not member.may(Action.ADD_ARTICLES):
        raise CommandError(f"A {member.role} may not {Action.ADD_ARTICLES}.")
    return member


def _line(outcome: FileOutcome) -> str:
    if outcome.error:
        return f"{outcome.file}: refused. {outcome.error}"
    if outcome.imported:
        said = [f"{'added' if i.created else 'already there'}: {i.article.title}" for i in outcome.imported]
    else:
        said = [f"would be read: {draft.title}" for draft in outcome.drafts]
    cautions = sum(len(draft.warnings) for draft in outcome.drafts)
    return f"{outcome.file}: {'; '.join(said)}" + (f" ({cautions} to look at)" if cautions else "")


def _told(outcome: FileOutcome) -> dict[str, Any]:
    return {
        "file": outcome.file,
        "status": "error" if outcome.error else "ok",
        "error": outcome.error or None,
        "articles": [_article(draft) for draft in outcome.drafts],
    }


def _article(draft: Draft) -> dict[str, Any]:
    rendered = render(draft.body)
    return {
        "title": draft.title,
        "byline": list(draft.byline),
        "published_on": draft.published_on.isoformat() if draft.published_on else None,
        "paragraphs": rendered.html.count("<p>"),
        "body_text": rendered.text,
        "questions": list(draft.questions),
        "sources": [
            {"authors": list(source.authors), "publication": source.publication, "url": source.url}
            for source in draft.sources
        ],
        "warnings": [{"code": caution.code, "message": caution.message} for caution in draft.warnings],
    }
