from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from practice.models import RuleSet
from practice.rule_sets.presets import load_presets
from practice.window import rule_sets_with_a_window, set_window
from teams.models import Team
from tests import make

pytestmark = pytest.mark.django_db


def test_the_ncfca_preset_marks_an_article_of_ninety_one_days(cast, as_member):
    load_presets()
    preset = RuleSet.objects.get(team=None, slug="ncfca")
    today = timezone.localdate()
    for days in (89, 91):
        make.article(member=cast.alice, title=f"{days} days", published_on=today - timedelta(days=days))
    set_window(team=cast.team, days=365)
    assert not Article.objects.filter(published_on__lt=cast.team.fresh_from).exists()
    client = as_member(cast.erin)
    client.post(reverse("practice:window", args=[cast.team.slug]), {"rule_set": str(preset.pk)})
    cast.team.refresh_from_db()
    assert [old.title for old in Article.objects.filter(published_on__lt=cast.team.fresh_from)] == ["91 days"]
    page = client.get(reverse("articles:library", args=[cast.team.slug])).content.decode()
    assert page.count("older than 90 days (NCFCA Extemporaneous)") == 1


def test_only_rule_sets_that_bound_the_age_are_offered(cast):
    load_presets()
    assert [rule_set.slug for rule_set in rule_sets_with_a_window(cast.team)] == ["ncfca"]


def test_days_of_its_own_belong_to_no_rule_set(cast):
    load_presets()
    set_window(team=cast.team, rule_set=RuleSet.objects.get(slug="ncfca"))
    set_window(team=cast.team, days=30)
    assert Team.objects.filter(pk=cast.team.pk, window_days=30, window_from="").exists()


@pytest.mark.parametrize("typed", [{}, {"days": "0"}, {"days": "soon"}, {"rule_set": "none"}])
def test_a_window_that_cannot_be_is_refused_and_nothing_changes(cast, as_member, typed):
    answer = as_member(cast.alice).post(reverse("practice:window", args=[cast.team.slug]), typed)
    assert answer.status_code == 422
    assert Team.objects.get(pk=cast.team.pk).window_days == 90
