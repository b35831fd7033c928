"""What is said of a change to many rows, with the button that takes it back."""

from django.contrib import messages
from django.urls import reverse

from articles.tidying.kept import recall, remember
from articles.tidying.steps import Shelf, Tidied, take_back
from lib.undo import say_with_undo
from teams.access import MemberRequest


def tell(request: MemberRequest, shelf: Shelf, done: Tidied, *, said: str, undo: str) -> None:
    """`said` is what was done to the rows; `undo` the name of the address that takes a token back."""
    told = [f"{shelf.counted(done.changed)} {said}."]
    told += [f"{done.same} stayed as {'they were' if done.same > 1 else 'it was'}."] if done.same else []
    told += [f"{done.kept_back} could not be changed: gone, or not yours to change."] if done.kept_back else []
    if not done.undo:
        messages.info(request, " ".join(told))
        return
    token = remember(request.session, done.undo, request.POST.get("asked", ""))
    say_with_undo(request, " ".join(told), reverse(undo, args=[request.member.team.slug, token]))


def untell(request: MemberRequest, shelf: Shelf, token: str) -> str:
    """Take back a change that this session made, once only; gives the query string of the list it was made in."""
    steps, asked = recall(request.session, token)
    if not steps:
        messages.error(request, "That change was taken back already, or is too long ago.")
    else:
        count = take_back(member=request.member, shelf=shelf, steps=steps)
        messages.success(request, f"{shelf.counted(count)} as before.")
    return asked
