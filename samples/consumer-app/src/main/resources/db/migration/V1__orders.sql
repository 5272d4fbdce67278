CREATE TABLE staging_orders (
    order_id      BIGINT,
    customer_id   INT,
    customer_name VARCHAR(100),
    country       CHAR(2),
    product       VARCHAR(40),
    quantity      INT,
    price         DECIMAL(10, 2),
    placed_at     TIMESTAMP
)
DISTSTYLE EVEN;

CREATE TABLE customers (
    customer_id INT NOT NULL PRIMARY KEY,
    name        VARCHAR(100) NOT NULL ENCODE zstd,
    country     CHAR(2) NOT NULL
)
DISTSTYLE ALL
SORTKEY (customer_id);

CREATE TABLE orders (
    order_id    BIGINT NOT NULL PRIMARY KEY,
    customer_id INT NOT NULL REFERENCES customers (customer_id),
    product     VARCHAR(40) NOT NULL ENCODE bytedict,
    quantity    INT NOT NULL,
    total       DECIMAL(12, 2) NOT NULL,
    placed_at   TIMESTAMP NOT NULL
)
DISTKEY (customer_id)
SORTKEY (placed_at);
