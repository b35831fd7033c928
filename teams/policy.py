"""Who may do what: one table, role by action. Pure; `teams.access` turns it into querysets and gates."""

from enum import StrEnum


class Role(StrEnum):
    COACH = "coach"
    CAPTAIN = "captain"
    STUDENT = "student"


class Action(StrEnum):
    READ = "read what the team shares"
    WRITE = "write notes and cards"
    PRACTISE = "draw questions and practice"
    LISTEN = "mark, comment on and judge speeches that they may see"
    RUN_BOARDS = "run a squad practice"
    PLAN_SEASON = "plan the season’s tournaments"
    BEGIN_SEASON = "begin a new season, so that what was spoken on may be drawn again"
    EXTRA_TIME = "set the extra time of others"  # one's own anybody sets
    SEND_IN = "send in articles and questions for review"
    ADD_ARTICLES = "add articles and questions"
    EDIT_ARTICLES = "correct and withdraw articles and questions"
    EDIT_BLOCKS = "change the blocks of cards that others share"
    READ_COACHES = "read what is shared with the coaches"
    APPROVE = "approve cards that members share"
    MODERATE = "remove and restore what members share"
    TAKE_OUT = "take out everything of the team, and bring it in"
    ALLOW_LINKS = "allow links that show a card without a login, see and end them all"
    SET_RULES = "copy, change and remove the team's rule sets"  # they bind every student's round: no other action does
    SET_DRILLS = "add, change and remove the team's drills"
    KEEP_RECORDINGS = "say whether recordings may be sent to the server, and how long they are kept"
    MANAGE_MEMBERS = "change roles, remove members, make join codes, rename the team"


_EVERYBODY = frozenset(Role)
_LEADERS = frozenset({Role.COACH, Role.CAPTAIN})
_COACHES = frozenset({Role.COACH})

TABLE: dict[Action, frozenset[Role]] = {
    Action.READ: _EVERYBODY,
    Action.WRITE: _EVERYBODY,
    Action.PRACTISE: _EVERYBODY,
    Action.LISTEN: _EVERYBODY,
    Action.RUN_BOARDS: _LEADERS,
    Action.PLAN_SEASON: _LEADERS,
    Action.BEGIN_SEASON: _COACHES,
    Action.EXTRA_TIME: _COACHES,
    Action.SEND_IN: _EVERYBODY,
    Action.ADD_ARTICLES: _LEADERS,
    Action.EDIT_ARTICLES: _LEADERS,
    Action.EDIT_BLOCKS: _LEADERS,
    Action.READ_COACHES: _COACHES,
    Action.APPROVE: _LEADERS,
    Action.MODERATE: _COACHES,
    Action.TAKE_OUT: _COACHES,
    Action.ALLOW_LINKS: _COACHES,
    Action.SET_RULES: _COACHES,
    Action.SET_DRILLS: _COACHES,
    Action.KEEP_RECORDINGS: _COACHES,
    Action.MANAGE_MEMBERS: _COACHES,
}


def allows(role: str, action: Action) -> bool:
    """True if a member with this role may do this. A personal team's only member is its coach."""
    return role in TABLE[action]
