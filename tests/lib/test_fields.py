"""Fields of a form: a key that no row can have."""

import pytest
from django import forms

from articles.models import Area
from lib.fields import RowsField
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
