-- The monolith's table, in its database.
CREATE TABLE IF NOT EXISTS flightspecial (
    id              INT UNSIGNED NOT NULL AUTO_INCREMENT,
    header          VARCHAR(255) NOT NULL DEFAULT '',
    body            VARCHAR(255),
    origin          VARCHAR(255),
    originCode      VARCHAR(6),
    destination     VARCHAR(255),
    destinationCode VARCHAR(6),
    cost            INT          NOT NULL,
    expiryDate      BIGINT       NOT NULL COMMENT 'milliseconds since the epoch',
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8;
