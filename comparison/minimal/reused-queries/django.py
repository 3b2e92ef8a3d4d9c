from django.db import models


# example/models.py
class NoteQuerySet(models.QuerySet):
    def public(self):
        return self.filter(public=True)


class Note(models.Model):
    title = models.CharField(max_length=50)
    public = models.BooleanField(default=False)
    objects = NoteQuerySet.as_manager()

    def __str__(self):
        return self.title


def find_titles(text):
    notes = Note.objects.public().filter(title__contains=text).order_by("title")
    return [note.title for note in notes]
