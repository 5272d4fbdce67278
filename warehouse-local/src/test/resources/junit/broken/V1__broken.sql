CREATE TABLE fine (id INTEGER);

CREATE TABLE orders (
  id INTEGER,
  total INTEGR
);
