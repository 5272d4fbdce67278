-- Staging tables take every field of the source as it comes, so that a surprise in the data shows in a query and not
-- as a COPY that fails. They are emptied and refilled by each load, so backups would only cost (BACKUP NO), keys would
-- check nothing (no constraints), and COPY spreads rows evenly without a key to hash (DISTSTYLE EVEN). Nothing is
-- sorted: each transform reads them whole, once.

-- The activity log. Columns stand in the order of the jsonpaths file, which is that of the alphabet.
CREATE TABLE staging_events (
    artist          VARCHAR(1024),
    auth            VARCHAR(64),
    first_name      VARCHAR(256),
    gender          VARCHAR(16),
    item_in_session INTEGER,
    last_name       VARCHAR(256),
    -- seconds with five decimals. A double, because COPY reads numbers in JSON as doubles and cuts decimals off them:
    -- 218.93179 could arrive in a DECIMAL as 218.93178. Two doubles read from the same digits are equal, so a join on
    -- them is exact.
    length          DOUBLE PRECISION,
    level           VARCHAR(16),
    location        VARCHAR(1024),
    method          VARCHAR(16),
    page            VARCHAR(64),
    -- milliseconds since 1970, written with a decimal point (1540919166796.0), which an integer column would refuse
    registration    DOUBLE PRECISION,
    session_id      BIGINT,
    song            VARCHAR(1024),
    status          INTEGER,
    -- milliseconds since 1970
    ts              BIGINT,
    user_agent      VARCHAR(4096),
    -- a string in the source, and the empty string for visitors who are not logged in
    user_id         VARCHAR(64)
)
BACKUP NO
DISTSTYLE EVEN;

-- Song metadata. Columns are named as the keys in the source, so that COPY finds them by itself.
CREATE TABLE staging_songs (
    num_songs        INTEGER,
    artist_id        VARCHAR(64),
    artist_latitude  DOUBLE PRECISION,
    artist_longitude DOUBLE PRECISION,
    artist_location  VARCHAR(1024),
    artist_name      VARCHAR(1024),
    song_id          VARCHAR(64),
    title            VARCHAR(1024),
    duration         DOUBLE PRECISION,
    -- 0 where it is not known
    year             INTEGER
)
BACKUP NO
DISTSTYLE EVEN;
