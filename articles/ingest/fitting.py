"""A draft cut to what the library's columns hold, with a caution for each cut. Pure; the original bytes stay whole."""

from dataclasses import replace

from articles.ingest.draft import Caution, Contents, Draft, QuestionDraft, SourceDraft

TITLE, NAME, PUBLISHER, URL, QUESTION, PUBLICATION = 300, 120, 120, 500, 500, 200
AREA, FROM = 60, 200


def fitted(draft: Draft) -> Draft:
    """The same draft where everything fits. What is cut is said; a URL that does not fit is left out whole."""
    cautions = [*draft.warnings]

    def cut(text: str, most: int, field: str) -> str:
        if len(text) <= most:
            return text
        cautions.append(Caution("too-long", field, f"Cut from {len(text)} to {most} characters: {text[:40]}…"))
        return text[: most - 1] + "…"

    def whole(url: str, field: str) -> str:
        if len(url) <= URL:
            return url
        cautions.append(Caution("too-long", field, f"The address has {len(url)} characters and was left out."))
        return ""

    def source(line: SourceDraft) -> SourceDraft:
        return replace(line, publication=cut(line.publication, PUBLICATION, "sources"), url=whole(line.url, "sources"))

    fits = replace(
        draft,
        title=cut(draft.title, TITLE, "title"),
        byline=tuple(cut(name, NAME, "byline") for name in draft.byline),
        publisher=cut(draft.publisher, PUBLISHER, "publisher"),
        url=whole(draft.url, "url"),
        questions=tuple(cut(question, QUESTION, "questions") for question in draft.questions),
        sources=tuple(source(line) for line in draft.sources),
    )
    return replace(fits, warnings=tuple(cautions))


def fitted_questions(contents: Contents) -> Contents:
    """The same contents where every question of a list fits; each cut is among the cautions."""
    cautions = [*contents.cautions]

    def fits(question: QuestionDraft) -> QuestionDraft:
        if len(question.text) > QUESTION:
            cautions.append(
                Caution(
                    "too-long",
                    "questions",
                    f"Cut from {len(question.text)} to {QUESTION} characters: {question.text[:40]}…",
                )
            )
            question = replace(question, text=question.text[: QUESTION - 1] + "…")
        return replace(question, area=question.area[:AREA], source=question.source[:FROM])

    return replace(contents, questions=tuple(map(fits, contents.questions)), cautions=tuple(cautions))
