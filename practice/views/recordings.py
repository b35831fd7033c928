"""Recordings of speeches on the server: asked for, sent in pieces, heard, taken back; and how long they are kept.

The page sends by script (static/js/recording_send.js), which is told what is wrong as JSON: {"why": a sentence}.
"""

import json
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lib.posted import posted
from lib.sending import send_part
from practice.models import Recording
from practice.recording import keeping, pieces, retention, shelf
from practice.recording.keeping import NotTaken
from practice.recording.showing import shown
from practice.views.gate import own_round
from teams.access import MemberRequest, allowed_or_403, team_view
from teams.policy import Action

MOST = 30


class AskForm(forms.Form):
    """What is said of a recording before it is sent."""

    id = forms.UUIDField()
    kind = forms.ChoiceField(choices=Recording.Kind.choices)
    offset_ms = forms.IntegerField(min_value=-pieces.LONGEST, max_value=pieces.LONGEST)
    agreed = forms.CharField(max_length=1_000)


class KeepingForm(forms.Form):
    on = forms.BooleanField(required=False, label="Speakers may send recordings to the server")
    days = forms.IntegerField(
        min_value=retention.SHORTEST,
        max_value=retention.LONGEST,
        label="Deleted after how many days",
        help_text="A shorter time holds for what is here as well, a longer one only for what comes.",
    )


@team_view(Action.READ)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recordings(request: MemberRequest) -> HttpResponse:
    """What of the team's recordings this member may hear, and, for coaches, how long they are kept."""
    member, team = request.member, request.member.team
    rules = member.may(Action.KEEP_RECORDINGS)
    if request.method == "POST" and not rules:
        raise PermissionDenied("A coach says how long recordings are kept.")
    initial = {"on": team.recordings_on, "days": team.recording_days}
    form = KeepingForm(posted(request), initial=initial)
    retention.delete_due(team=team)  # a club without a nightly timer keeps its word as well
    if form.is_bound and form.is_valid():
        sooner = retention.set_keeping(team=team, on=form.cleaned_data["on"], days=form.cleaned_data["days"])
        also = f" {sooner} that {'is' if sooner == 1 else 'are'} here will be deleted sooner." if sooner else ""
        messages.success(request, f"Recordings are kept for {team.recording_days} days.{also}")
        return redirect("practice:recordings", team.slug)
    rows = Recording.objects.visible_to(member).there().for_list().order_by("-consented_at", "pk")
    paged = Paginator(rows, MOST).get_page(request.GET.get("page"))
    deletable = set(Recording.objects.removable_by(member).filter(pk__in=[r.pk for r in paged]).values_list("pk"))
    lines = [shown(row, member, may_delete=(row.pk,) in deletable) for row in paged]
    context = {"form": form, "rules": rules, "lines": lines, "paged": paged}
    return TemplateResponse(request, "practice/recordings.html", context, status=422 if form.is_bound else 200)


@team_view(Action.PRACTISE)
@require_POST
@never_cache
def send_recording(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Ask for it; the answer says what has arrived before: {"here": {number: SHA-256}, "kept": bool}."""
    own = own_round(request, round_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _refused("The page sent something that is not understood. Reload it.", 422)
    if not consume(request, action="send_recording", user=request.user):
        return _refused("Too many recordings in a short time. Try again in an hour.", 429)
    told = form.cleaned_data
    outcome = keeping.begin(
        member=request.member,
        round=own,
        pk=told["id"],
        kind=told["kind"],
        offset_ms=told["offset_ms"],
        agreed=told["agreed"],
    )
    if isinstance(outcome, NotTaken):
        return _refused(outcome.why, 409, words=outcome.words)
    return JsonResponse({"here": outcome.here, "kept": outcome.recording.kept_at is not None})


@team_view(Action.PRACTISE)
@require_http_methods(["PUT"])
@never_cache
def recording_piece(request: MemberRequest, recording_id: UUID, number: int) -> HttpResponse:
    """One piece, its bytes as the body. 200 if they are here now, 409 where others came under this number before."""
    own = _own(request, recording_id)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > pieces.PIECE:
        return _refused(f"A piece has at most {pieces.PIECE // 1024} kB.", 413)
    outcome = keeping.put(recording=own, number=number, data=request.body)
    if isinstance(outcome, keeping.Differs):
        return _refused("Another piece came under this number before, and is kept.", 409)
    if isinstance(outcome, NotTaken):
        return _refused(outcome.why, 409)
    return JsonResponse({"again": outcome.again})


@team_view(Action.PRACTISE)
@require_POST
@never_cache
def recording_whole(request: MemberRequest, recording_id: UUID) -> HttpResponse:
    """All is sent: JSON of "sha256s", "duration_ms", "measured" and "stretches". 409 with "missing" names what did not
    arrive."""
    own = _own(request, recording_id)
    told = _json(request)
    hashes, length, measured = told.get("sha256s"), told.get("duration_ms"), told.get("measured") or {}
    stretches = told.get("stretches") or []
    if not isinstance(hashes, list) or not isinstance(stretches, list):
        return _refused("The page sent something that is not understood. Reload it.", 422)
    if type(length) is not int or not isinstance(measured, dict):
        return _refused("The page sent something that is not understood. Reload it.", 422)
    outcome = keeping.complete(recording=own, named=hashes, duration_ms=length, measured=measured, stretches=stretches)
    if isinstance(outcome, pieces.Missing):
        return _refused("Pieces are missing.", 409, missing=outcome.numbers)
    if isinstance(outcome, NotTaken):
        return _refused(outcome.why, 409)
    return JsonResponse({"kept": True})


@team_view(Action.READ)
@require_safe
@never_cache
def recording(request: MemberRequest, recording_id: UUID) -> HttpResponseBase:
    """The sound itself, or the part that the player asks for. `?download=1` gives it as a file."""
    heard = get_object_or_404(Recording.objects.visible_to(request.member).there(), pk=recording_id)
    path = shelf.whole(heard.file)
    if not path.is_file():
        raise Http404("Its bytes are not on this machine.")
    download = heard.name if request.GET.get("download") else ""
    return send_part(request, path, content_type=heard.content_type, download=download)


@team_view(Action.READ)
@require_POST
def take_back(request: MemberRequest, recording_id: UUID) -> HttpResponse:
    """Deleted from the server at once, by its speaker or a coach."""
    rows = Recording.objects
    seen, allowed = rows.visible_to(request.member), rows.removable_by(request.member)
    gone: Any = allowed_or_403(seen, allowed, recording_id)
    retention.take_back(recording=gone, by=request.user)
    messages.success(request, "The recording is deleted from the server.")
    return redirect("practice:review", request.member.team.slug, gone.round_id)


def _own(request: MemberRequest, pk: UUID) -> Recording:
    """Only the speaker sends. What others sent is seen by more people, and sent by none."""
    rows = Recording.objects.visible_to(request.member)
    found: Recording = allowed_or_403(rows, rows.filter(owner=request.user), pk)
    return found


def _json(request: MemberRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _refused(why: str, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"why": why, **more}, status=status)
