"""Tables of the translation desk."""

from translation_desk.models.archive import ArchivedPage, DeletionRequest, GoneAddress
from translation_desk.models.exchange import TranslationImport
from translation_desk.models.findings import SilencedCheck, Verdict
from translation_desk.models.grades import EnglishChange, Grade, Hide
from translation_desk.models.hidden import HiddenText
from translation_desk.models.holding import HeldApproval
from translation_desk.models.jobs import JobBatch, SourceVersion, TranslationJob
from translation_desk.models.lifts import FourEyesLift
from translation_desk.models.limits import WaitingLimits
from translation_desk.models.machine import MachineRequest
from translation_desk.models.memory_imports import MemoryImport
from translation_desk.models.notes import SourceNote
from translation_desk.models.notices import Notice, NoticeSettings
from translation_desk.models.people import Absence
from translation_desk.models.plan import Level, PlanRule, PlanWork, TranslationRequest
from translation_desk.models.proposals import ColumnProposal
from translation_desk.models.questions import Question, QuestionEvent
from translation_desk.models.refreshes import SourceRefresh
from translation_desk.models.roles import DeskGroup
from translation_desk.models.segments import Segment, SegmentComment, SegmentHistory
from translation_desk.models.submissions import Submission
from translation_desk.models.term_proposals import TermProposal
from translation_desk.models.terms import TermChange, TermImport
from translation_desk.models.tree import TreeOperation
from translation_desk.models.word_ledger import TranslatedText
from translation_desk.models.workflow import FourEyesTask

__all__ = [
    "Absence",
    "ArchivedPage",
    "ColumnProposal",
    "DeletionRequest",
    "DeskGroup",
    "EnglishChange",
    "FourEyesLift",
    "FourEyesTask",
    "GoneAddress",
    "Grade",
    "HeldApproval",
    "HiddenText",
    "Hide",
    "JobBatch",
    "Level",
    "MachineRequest",
    "MemoryImport",
    "Notice",
    "NoticeSettings",
    "PlanRule",
    "PlanWork",
    "Question",
    "QuestionEvent",
    "Segment",
    "SegmentComment",
    "SegmentHistory",
    "SilencedCheck",
    "SourceNote",
    "SourceRefresh",
    "SourceVersion",
    "Submission",
    "TermChange",
    "TermImport",
    "TermProposal",
    "TranslatedText",
    "TranslationImport",
    "TranslationJob",
    "TranslationRequest",
    "TreeOperation",
    "Verdict",
    "WaitingLimits",
]
