"""What a person does with comments: say something, answer, settle it."""

from functools import partial

from review_desk.domain.comment import Thread, threads
from review_desk.operations import comment
from review_desk.operations.clock import now
from review_desk.ui.seals.sealing import Sealing


class Talking(Sealing):
    """The state with the verbs of threads."""

    @property
    def threads(self) -> tuple[Thread, ...]:
        """The threads of the photo on screen, those that are open first."""
        return threads(self.comments)

    @property
    def spoken_of(self) -> Thread | None:
        """The one that answers go to: of the selected mark, else the newest that is open, else the newest."""
        own = [each for each in self.threads if each.mark in self.kin(self.selected_mark)]
        open_ = [each for each in self.threads if not each.resolved]
        return next((found[-1] for found in (own, open_, list(self.threads)) if found), None)

    def say(self, text: str) -> None:
        """Begin a thread on the selected mark, or else on the photo."""
        if self.current:
            wanted = partial(
                comment.say,
                photo=self.current.id,
                text=text,
                author=self.reviewer,
                mark=self.selected_mark or "",
            )
            self.write(lambda store: wanted(store, at=now())[1], failed=self.refuse)

    def answer(self, thread: Thread, text: str) -> None:
        """Answer in a thread."""
        photo = thread.comments[0].photo
        wanted = partial(comment.answer, photo=photo, thread=thread.id, text=text, author=self.reviewer)
        self.write(lambda store: wanted(store, at=now()), failed=self.refuse)

    def settle(self, thread: Thread) -> None:
        """Say that a thread is settled; one that is, that it is open again."""
        wanted = partial(
            comment.resolve,
            photo=thread.comments[0].photo,
            thread=thread.id,
            author=self.reviewer,
            resolved=not thread.resolved,
        )
        self.write(lambda store: wanted(store, at=now()), failed=self.refuse)
