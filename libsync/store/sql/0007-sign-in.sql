-- Who let a person in to a source, and what renews that. The token that is in use stands in `source`; both are written in one transaction,
-- and sealed as all of it. Without `refresh` somebody has to sign in again.
CREATE TABLE sign_in (
  source INTEGER PRIMARY KEY REFERENCES source (id) ON DELETE CASCADE,
  issuer TEXT NOT NULL,
  token_endpoint TEXT NOT NULL,
  revocation_endpoint TEXT,
  end_session_endpoint TEXT,
  client TEXT NOT NULL,
  asked TEXT NOT NULL,               -- scopes, separated by spaces
  granted TEXT,
  patient TEXT,                      -- whose record it is, as the authorization server says
  refresh TEXT,
  expires INTEGER NOT NULL DEFAULT 0 -- by this computer's clock, when to renew; 0 where it is not known
) STRICT;
