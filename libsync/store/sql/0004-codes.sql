-- One measure of each code, and all of one code, without walking through all the others.
CREATE INDEX resource_coded ON resource (kind, code, sort, row, labels, status);
