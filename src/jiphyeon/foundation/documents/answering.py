"""Handing a document over: as a PDF to keep, or as a page to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from jiphyeon.foundation.documents import pdf
from jiphyeon.foundation.documents.content import Document
from jiphyeon.foundation.documents.words import labels


def as_pdf(document: Document, name: str) -> HttpResponse:
    """Return the document as a PDF that the browser shows and nobody's cache keeps; `name` is the file's, without ending."""
    answer = HttpResponse(pdf.render(document), content_type="application/pdf")
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=False, filename=f"{name}.pdf") or ""
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_page(request: HttpRequest, document: Document, *, pdf_address: str = "") -> HttpResponse:
    """Return the same document as a page; on paper nothing but the document is left."""
    page = {"document": document.as_json(), "labels": labels(document), "pdf_address": pdf_address}
    return render(request, "documents/print.html", page)
