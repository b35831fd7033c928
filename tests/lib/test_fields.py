"""Fields of a form: a key that no row can have, a day at an end of the calendar."""

from datetime import date

import pytest
from django import forms
from django.utils import timezone

from articles.models import Area
from lib.fields import DayField, MomentField, RowsField
from tests import make


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["9223372036854775807", "9223372036854775808", "-9223372036854775809", "9" * 400, "x"])
def test_a_key_that_no_row_has_is_a_fault_of_the_form(cast, key):
    area = make.area(team=cast.team)
    field = RowsField(Area.objects.all())
    assert list(field.clean([str(area.pk)])) == [area]
    with pytest.raises(forms.ValidationError) as fault:
        field.clean([str(area.pk), key])
    assert len(str(fault.value)) < 500


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_of_another_age_is_a_fault_of_the_form(day, zone):
    with timezone.override(zone):
        for field, typed in ((DayField(), day), (MomentField(), f"{day}T12:00")):
            with pytest.raises(forms.ValidationError, match="from 2000 to 2100"):
                field.clean(typed)


def test_the_first_and_the_last_day_are_days():
    assert [DayField().clean(day) for day in ("2000-01-01", "2100-12-31")] == [date(2000, 1, 1), date(2100, 12, 31)]
    assert MomentField(required=False).clean("") is None
