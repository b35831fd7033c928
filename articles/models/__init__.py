"""The library's rows, one module a topic."""

from articles.models.areas import Area, Filing, FilingRule, Side
from articles.models.articles import Article, ArticleQuerySet, Revision, Shingle, Source
from articles.models.batches import Batch, BatchFile, Feed
from articles.models.coverage import Assignment, AssignmentQuerySet
from articles.models.publishers import Publisher
from articles.models.questions import Question, QuestionQuerySet, Vote, is_or_became
from articles.models.searching import SavedSearch, SearchEntry, SynonymGroup

__all__ = [
    "Area",
    "Article",
    "ArticleQuerySet",
    "Assignment",
    "AssignmentQuerySet",
    "Batch",
    "BatchFile",
    "Feed",
    "Filing",
    "FilingRule",
    "Publisher",
    "Question",
    "QuestionQuerySet",
    "Revision",
    "SavedSearch",
    "SearchEntry",
    "Shingle",
    "Side",
    "Source",
    "SynonymGroup",
    "Vote",
    "is_or_became",
]
