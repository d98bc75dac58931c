"""Page types of the knowledge sections."""

from knowledge.models.articles import ArticleIndexPage, ArticlePage, GalleryImage
from knowledge.models.courses import CourseIndexPage, CourseLanguage, CourseModule, CoursePage
from knowledge.models.glossary import GlossaryPage
from knowledge.models.publications import (
    PublicationFile,
    PublicationIndexPage,
    PublicationOrganisation,
    PublicationPage,
    PublicationPerson,
    RelatedPublication,
)
from knowledge.models.sessions import SessionIndexPage, SessionPage, SessionTheme
from knowledge.models.topics import TopicIndexPage, TopicPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CourseIndexPage",
    "CourseLanguage",
    "CourseModule",
    "CoursePage",
    "GalleryImage",
    "GlossaryPage",
    "PublicationFile",
    "PublicationIndexPage",
    "PublicationOrganisation",
    "PublicationPage",
    "PublicationPerson",
    "RelatedPublication",
    "SessionIndexPage",
    "SessionPage",
    "SessionTheme",
    "TopicIndexPage",
    "TopicPage",
]
