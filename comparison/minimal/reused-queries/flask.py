from project import db
from sqlalchemy.orm import Mapped, mapped_column


class Note(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    public: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def select_public(cls):
        return db.select(cls).filter_by(public=True)


def find_titles(text):
    query = Note.select_public().where(Note.title.contains(text)).order_by(Note.title)
    return [note.title for note in db.session.scalars(query)]
