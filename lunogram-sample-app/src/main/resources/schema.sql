CREATE TABLE IF NOT EXISTS companies (
  id   VARCHAR(255) PRIMARY KEY,
  plan VARCHAR(255)
);

CREATE TABLE IF NOT EXISTS customers (
  id       VARCHAR(255) PRIMARY KEY,
  name     VARCHAR(255) NOT NULL,
  email    VARCHAR(255) NOT NULL,
  phone    VARCHAR(32),
  timezone VARCHAR(64),
  locale   VARCHAR(64),
  company  VARCHAR(255)
);

CREATE TABLE IF NOT EXISTS orders (
  id          VARCHAR(36) PRIMARY KEY,
  customer_id VARCHAR(255) NOT NULL REFERENCES customers (id),
  sku         VARCHAR(255) NOT NULL,
  quantity    INTEGER NOT NULL,
  unit_price  DECIMAL(19, 4) NOT NULL
);
