"""Addresses of the practice room."""

from django.urls import path

from practice.views import (
    boards,
    desk,
    drawing,
    hearing,
    legal,
    outline,
    proof,
    questions,
    room,
    rule_sets,
    stages,
    walls,
    window,
)

app_name = "practice"

_ROUND = "practice/<uuid:round_id>"
_BOARD = "practice/boards/<uuid:board_id>"
_RULES = "practice/rules/<uuid:pk>"

urlpatterns = [
    path("practice/", drawing.practice, name="practice"),
    path("practice/window/", window.window, name="window"),
    path("practice/rules/", rule_sets.rule_sets, name="rule_sets"),
    path(f"{_RULES}/", rule_sets.rule_set, name="rule_set"),
    path(f"{_RULES}/copy/", rule_sets.copy, name="copy_rule_set"),
    path(f"{_RULES}/edit/", rule_sets.edit, name="edit_rule_set"),
    path(f"{_RULES}/remove/", rule_sets.remove, name="remove_rule_set"),
    path(f"{_RULES}/restore/", rule_sets.restore, name="restore_rule_set"),
    path("questions/<uuid:question_id>/", questions.question, name="question"),
    path("questions/<uuid:question_id>/practise/", questions.practise, name="practise"),
    path("practice/draw/", drawing.draw, name="draw"),
    path("practice/boards/new/", boards.new_board, name="new_board"),
    path(f"{_BOARD}/", boards.board, name="board"),
    path(f"{_BOARD}/mark/", boards.mark, name="mark"),
    path(f"{_BOARD}/swap/", boards.swap, name="swap"),
    path(f"{_BOARD}/end/", boards.end_board, name="end_board"),
    path(f"{_BOARD}/slips/", boards.slips, name="slips"),
    path(f"{_BOARD}/wall/", walls.wall, name="wall"),
    path(f"{_BOARD}/mine/", walls.mine, name="mine"),
    path(f"{_BOARD}/mine/here/", walls.here, name="here"),
    path(f"{_BOARD}/mine/draw/", walls.draw, name="draw_at_place"),
    path(f"{_ROUND}/", stages.round, name="round"),
    path(f"{_ROUND}/choose/", stages.choose, name="choose"),
    path(f"{_ROUND}/speak/", stages.speak, name="speak"),
    path(f"{_ROUND}/drawn/", proof.drawn, name="drawn"),
    path(f"{_ROUND}/drawn/<slug:which>.txt", proof.questions, name="drawn_from"),
    path(f"{_ROUND}/review/", stages.review, name="review"),
    path(f"{_ROUND}/state/", stages.state, name="state"),
    path(f"{_ROUND}/pause/", stages.pause, name="pause"),
    path(f"{_ROUND}/resume/", stages.resume, name="resume"),
    path(f"{_ROUND}/ready/", stages.ready, name="ready"),
    path(f"{_ROUND}/start/", stages.start, name="start"),
    path(f"{_ROUND}/section/", hearing.mark_section, name="mark_section"),
    path(f"{_ROUND}/end/", stages.end, name="end"),
    path(f"{_ROUND}/questions/", stages.questions, name="questions"),
    path(f"{_ROUND}/questions/end/", stages.end_questions, name="end_questions"),
    path(f"{_ROUND}/abandon/", stages.abandon, name="abandon"),
    path("practice/legal/", legal.checks, name="legal_checks"),
    path("practice/legal/now/", room.proctor, name="proctor"),
    path("articles/<uuid:article_id>/legal/", legal.report, name="legality"),
    path(f"{_ROUND}/opened/", room.opened, name="opened"),
    path(f"{_ROUND}/leave/", room.leave, name="leave"),
    path(f"{_ROUND}/prep/", desk.prep, name="prep"),
    path(f"{_ROUND}/files/", desk.files, name="files"),
    path(f"{_ROUND}/open/", desk.open_file, name="open"),
    path(f"{_ROUND}/attach/", desk.attach, name="attach"),
    path(f"{_ROUND}/detach/", desk.detach, name="detach"),
    path(f"{_ROUND}/outline/", outline.save_outline, name="save_outline"),
    path(f"{_ROUND}/outline/<slug:slot>/", outline.save_point, name="save_point"),
    path(f"{_ROUND}/outline/<slug:slot>/settle/", outline.settle, name="settle"),
]
