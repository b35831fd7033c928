"""Fields of a form that take no value which the database or the calendar cannot hold."""

from datetime import date
from typing import Any

from django import forms

FIRST_YEAR, LAST_YEAR = 2000, 2100


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their keys. One beyond the whole numbers of SQLite names no row; Django alone fails at it."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            said = ", ".join(map(str, value))[:40]
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": said}
            ) from None


def in_calendar(day: date) -> None:
    """Raises ValidationError for a day or a moment near an end of the calendar, where not all have a next one."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(f"Name a day from {FIRST_YEAR} to {LAST_YEAR}.", code="no_day")


class DayField(forms.DateField):
    default_validators = [in_calendar]


class MomentField(forms.DateTimeField):
    default_validators = [in_calendar]
