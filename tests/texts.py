"""Reads pages as text: whole pages, rows of tables, and cells without tags."""

import re


def text_at(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return " ".join(response.content.decode().split())


def rows_of(text, *words):
    """The cells, without marks and tags, of the table rows that contain all the words."""
    rows = re.findall(r"<tr.*?</tr>", text)
    cells = ([strip(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows)
    return [row for row in cells if all(any(word in cell for cell in row) for word in words)]


def strip(html):
    without_marks = re.sub(r'<a class="source-mark".*?</a>', "", html)
    return " ".join(re.sub(r"<[^>]*>", " ", without_marks).split())
