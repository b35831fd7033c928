"""A person's account page: the name, and the tokens of programs that read for them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lib.posted import posted
from teams import tokens
from teams.access import SignedInRequest
from teams.forms import AccountForm, TokenForm
from teams.models import ApiToken, Membership


def _page(request: SignedInRequest, status: int = 200, **more: Any) -> HttpResponse:
    members = list(Membership.objects.of(request.user).order_by("joined_at"))
    context = {
        "form": AccountForm(instance=request.user),
        "token_form": TokenForm(members=members),
        "tokens": tokens.tokens_of(request.user),
        **more,
    }
    return TemplateResponse(request, "teams/account.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    form = AccountForm(posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("teams:account")
    return _page(request, 422 if form.errors else 200, form=form)


@never_cache
@require_POST
def make_token(request: SignedInRequest) -> HttpResponse:
    """Shows the new token once, on the page that answers."""
    members = list(Membership.objects.of(request.user).order_by("joined_at"))
    form = TokenForm(request.POST, members=members)
    if form.is_valid():
        try:
            made = tokens.make_token(member=form.member, name=form.cleaned_data["name"])
        except tokens.TooMany:
            form.add_error(None, f"You have {tokens.MOST} tokens. Revoke one that you do not use.")
        else:
            return _page(request, new_token=made)
    return _page(request, 422, token_form=form)


@require_POST
def revoke_token(request: SignedInRequest, pk: UUID) -> HttpResponse:
    tokens.revoke_token(token=get_object_or_404(ApiToken, pk=pk, member__user=request.user))
    messages.success(request, "The token opens nothing any more.")
    return redirect("teams:account")
