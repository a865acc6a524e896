-- The built-in CRM: what tools read and change. Every effect carries the run and the call that made it, once: the same call again finds its own row.
-- Money is in the smallest unit of its currency.

CREATE TABLE desk.crm_settings (
  tenant_id         text PRIMARY KEY,
  payment_link_base text NOT NULL DEFAULT ''    -- as https://shop.example/pay/ ; empty: no links can be made
);

-- Changes that have no row of their own, and what they replaced.
CREATE TABLE desk.crm_changes (
  tenant_id       text NOT NULL,
  change_id       uuid NOT NULL,
  run_id          uuid NOT NULL,
  call_id         text NOT NULL,
  tool            text NOT NULL,
  conversation_id uuid,
  subject         text NOT NULL,                -- what was changed: a contact, a conversation, a campaign
  field           text NOT NULL DEFAULT '',
  old_value       text NOT NULL DEFAULT '',
  new_value       text NOT NULL DEFAULT '',
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, change_id),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.tickets (
  tenant_id       text NOT NULL,
  ticket_id       uuid NOT NULL,
  ticket_number   text NOT NULL,                -- as T-1001: what people say
  conversation_id uuid NOT NULL,
  contact_id      text NOT NULL,
  subject         text NOT NULL,
  priority        text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  summary         text NOT NULL DEFAULT '',
  tags            text[] NOT NULL DEFAULT '{}',
  status          text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed')),
  run_id          uuid NOT NULL,
  call_id         text NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, ticket_id),
  UNIQUE (tenant_id, ticket_number),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES desk.contacts (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

-- Numbers that people say, counted by tenant.
CREATE TABLE desk.crm_numbers (
  tenant_id text NOT NULL,
  kind      text NOT NULL,                      -- ticket, case, proposal
  last      bigint NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);

CREATE TABLE desk.tasks (
  tenant_id  text NOT NULL,
  task_id    uuid NOT NULL,
  contact_id text NOT NULL,
  title      text NOT NULL,
  due        date,
  done_at    timestamptz,
  run_id     uuid NOT NULL,
  call_id    text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, task_id),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES desk.contacts (tenant_id, contact_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.products (
  tenant_id   text NOT NULL,
  product_id  text NOT NULL,
  name        text NOT NULL,
  search_text text NOT NULL,                    -- name and key words, folded: small letters, no accents
  price       bigint NOT NULL CHECK (price >= 0),
  currency    text NOT NULL,
  stock       int NOT NULL DEFAULT 0,
  cost_price  bigint NOT NULL DEFAULT 0,        -- nobody's business but the tenant's
  supplier    text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, product_id)
);

CREATE TABLE desk.orders (
  tenant_id         text NOT NULL,
  order_id          text NOT NULL,
  contact_id        text NOT NULL,
  status            text NOT NULL,
  expected_delivery date,
  carrier           text NOT NULL DEFAULT '',
  total             bigint NOT NULL CHECK (total >= 0),
  refunded          bigint NOT NULL DEFAULT 0 CHECK (refunded BETWEEN 0 AND total),
  currency          text NOT NULL,
  warehouse_ref     text NOT NULL DEFAULT '',
  fraud_score       numeric NOT NULL DEFAULT 0,
  created_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, order_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES desk.contacts (tenant_id, contact_id)
);
CREATE INDEX orders_contact ON desk.orders (tenant_id, contact_id);

CREATE TABLE desk.order_lines (
  tenant_id text NOT NULL,
  order_id  text NOT NULL,
  line      int  NOT NULL,
  name      text NOT NULL,
  quantity  int  NOT NULL CHECK (quantity > 0),
  price     bigint NOT NULL CHECK (price >= 0),
  PRIMARY KEY (tenant_id, order_id, line),
  FOREIGN KEY (tenant_id, order_id) REFERENCES desk.orders (tenant_id, order_id)
);

CREATE TABLE desk.refunds (
  tenant_id  text NOT NULL,
  refund_id  uuid NOT NULL,
  order_id   text NOT NULL,
  amount     bigint NOT NULL CHECK (amount > 0),
  currency   text NOT NULL,
  reason     text NOT NULL,
  run_id     uuid NOT NULL,
  call_id    text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, refund_id),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES desk.orders (tenant_id, order_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.payment_links (
  tenant_id  text NOT NULL,
  link_id    uuid NOT NULL,
  code       text NOT NULL,                     -- in the address: cannot be guessed
  contact_id text NOT NULL,
  amount     bigint NOT NULL CHECK (amount > 0),
  currency   text NOT NULL,
  expires_at timestamptz NOT NULL,
  run_id     uuid NOT NULL,
  call_id    text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, link_id),
  UNIQUE (tenant_id, code),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.subscriptions (
  tenant_id       text NOT NULL,
  subscription_id text NOT NULL,
  contact_id      text NOT NULL,
  plan            text NOT NULL,
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'cancelled')),
  period_end      date NOT NULL,
  cancel_reason   text NOT NULL DEFAULT '',
  run_id          uuid,                         -- of the cancellation
  call_id         text,
  PRIMARY KEY (tenant_id, subscription_id),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES desk.contacts (tenant_id, contact_id)
);

CREATE TABLE desk.campaigns (
  tenant_id    text NOT NULL,
  campaign_id  text NOT NULL,
  name         text NOT NULL,
  daily_budget bigint NOT NULL DEFAULT 0,
  account_ref  text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, campaign_id)
);

CREATE TABLE desk.campaign_texts (
  tenant_id   text NOT NULL,
  text_id     uuid NOT NULL,
  campaign_id text NOT NULL,
  brief       text NOT NULL,
  headline    text NOT NULL,
  body        text NOT NULL,
  run_id      uuid NOT NULL,
  call_id     text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, text_id),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, campaign_id) REFERENCES desk.campaigns (tenant_id, campaign_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.discounts (
  tenant_id  text NOT NULL,
  code       text NOT NULL,
  order_id   text NOT NULL,
  percent    int  NOT NULL CHECK (percent BETWEEN 1 AND 100),
  run_id     uuid NOT NULL,
  call_id    text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, code),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, order_id) REFERENCES desk.orders (tenant_id, order_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.accounts (
  tenant_id     text NOT NULL,
  account_id    text NOT NULL,
  contact_id    text NOT NULL,
  monthly_limit bigint NOT NULL DEFAULT 0,
  kyc_note      text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, account_id),
  FOREIGN KEY (tenant_id, contact_id) REFERENCES desk.contacts (tenant_id, contact_id)
);

CREATE TABLE desk.payments (
  tenant_id      text NOT NULL,
  payment_ref    text NOT NULL,
  account_id     text NOT NULL,
  status         text NOT NULL,
  amount         bigint NOT NULL,
  currency       text NOT NULL,
  settled_on     date,
  decline_reason text NOT NULL DEFAULT '',
  processor_ref  text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, payment_ref),
  FOREIGN KEY (tenant_id, account_id) REFERENCES desk.accounts (tenant_id, account_id)
);

CREATE TABLE desk.payouts (
  tenant_id  text NOT NULL,
  payout_ref text NOT NULL,
  account_id text NOT NULL,
  amount     bigint NOT NULL,
  currency   text NOT NULL,
  arrives_on date NOT NULL,
  status     text NOT NULL DEFAULT 'scheduled' CHECK (status IN ('held', 'scheduled', 'paid')),
  bank_ref   text NOT NULL DEFAULT '',
  run_id     uuid,                              -- of the release
  call_id    text,
  PRIMARY KEY (tenant_id, payout_ref),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES desk.accounts (tenant_id, account_id)
);

CREATE TABLE desk.compliance_cases (
  tenant_id   text NOT NULL,
  case_number text NOT NULL,
  account_id  text NOT NULL,
  concern     text NOT NULL,
  exposure    bigint NOT NULL DEFAULT 0,
  note        text NOT NULL DEFAULT '',
  status      text NOT NULL DEFAULT 'open',
  run_id      uuid NOT NULL,
  call_id     text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, case_number),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES desk.accounts (tenant_id, account_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.limit_proposals (
  tenant_id     text NOT NULL,
  proposal_id   text NOT NULL,
  account_id    text NOT NULL,
  monthly_limit bigint NOT NULL,
  rationale     text NOT NULL DEFAULT '',
  status        text NOT NULL DEFAULT 'proposed',
  run_id        uuid NOT NULL,
  call_id       text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, proposal_id),
  UNIQUE (tenant_id, run_id, call_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES desk.accounts (tenant_id, account_id),
  FOREIGN KEY (tenant_id, run_id) REFERENCES desk.runs (tenant_id, run_id)
);

CREATE TABLE desk.agreement_clauses (
  tenant_id   text NOT NULL,
  document_id text NOT NULL,
  account_id  text NOT NULL,
  clause      text NOT NULL,
  summary     text NOT NULL,
  severity    text NOT NULL,
  PRIMARY KEY (tenant_id, document_id, clause),
  FOREIGN KEY (tenant_id, account_id) REFERENCES desk.accounts (tenant_id, account_id)
);

DO $$
DECLARE
  target text;
BEGIN
  FOREACH target IN ARRAY ARRAY['crm_settings', 'crm_changes', 'tickets', 'crm_numbers', 'tasks', 'products', 'orders', 'order_lines', 'refunds', 'payment_links',
                                'subscriptions', 'campaigns', 'campaign_texts', 'discounts', 'accounts', 'payments', 'payouts', 'compliance_cases', 'limit_proposals',
                                'agreement_clauses'] LOOP
    PERFORM desk.protect(('desk.' || target)::regclass);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON desk.%I TO aidesk_desk_app', target);
    EXECUTE format('GRANT SELECT ON desk.%I TO aidesk_desk_keeper', target);
  END LOOP;
END
$$;

-- What was done is not rewritten.
REVOKE UPDATE ON desk.crm_changes, desk.refunds, desk.payment_links, desk.campaign_texts, desk.discounts, desk.compliance_cases, desk.limit_proposals FROM aidesk_desk_app;
