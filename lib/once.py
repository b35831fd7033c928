"""What a form makes is made once, however often the form arrives."""

import uuid


def once(client_id: uuid.UUID | None, *words: object) -> uuid.UUID:
    """The id of what is made of these words: the same form with the same words names it again. Other words under the
    same client id, as after the Back button of a browser, are something else."""
    return uuid.uuid5(client_id, "\0".join(map(str, words))) if client_id else uuid.uuid4()
