-- Documents that came whole, inside their entry: so that they are found among those that are on this computer.
CREATE INDEX resource_inline ON resource (row)
WHERE kind = 'DocumentReference' AND json_type(body, '$.content[0].attachment.data') = 'text';
