"""Opinions of experts without an account.

Somebody who answers for a text asks (`asking`); a mail (`mails`) brings the expert a link (`links`) to the text (`reading`),
where they answer once (`answering`). Newer text ends the question (`following`). The desk asks `opinions` before approval. An
answer publishes nothing and takes nobody's place in four eyes.
"""
