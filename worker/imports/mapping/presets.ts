/** Where a system's export has what a transaction needs. */
export type Preset = {
  id: string
  title: string
  source: string
  /** For each target the names that its column may have: of the API first, then of reports. */
  columns: Readonly<Record<string, { names: readonly string[]; optional: boolean }>>
  /** Rows that count. */
  only: readonly { names: readonly string[]; in: readonly string[] }[]
}

const must = (...names: string[]) => ({ names, optional: false })
const may = (...names: string[]) => ({ names, optional: true })

/** Exports of Salesforce and HubSpot, with the names of their APIs and of their reports in English and German. */
export const PRESETS: readonly Preset[] = [
  {
    id: 'salesforce-opportunity',
    title: 'Salesforce: opportunities',
    source: 'salesforce',
    columns: {
      externalId: must('Id', 'Opportunity ID', 'Opportunity Id', 'Opportunity ID (18)', 'Opportunity-ID'),
      occurredOn: must('CloseDate', 'Close Date', 'Schlusstermin', 'Abschlussdatum'),
      amount: must('Amount', 'Betrag'),
      currency: may('CurrencyIsoCode', 'Amount Currency', 'Opportunity Currency', 'Währung', 'Betrag Währung'),
      owner: must('OwnerId', 'Owner ID', 'Opportunity Owner ID', 'Inhaber-ID'),
      account: may('AccountId', 'Account ID', 'Account-ID'),
    },
    only: [{ names: ['StageName', 'Stage', 'Phase'], in: ['Closed Won', 'Geschlossen und gewonnen'] }],
  },
  {
    id: 'salesforce-opportunity-split',
    title: 'Salesforce: opportunity splits',
    source: 'salesforce-split',
    columns: {
      externalId: must('Id', 'Opportunity Split ID', 'Split ID'),
      occurredOn: must('Opportunity.CloseDate', 'Close Date', 'CloseDate', 'Schlusstermin'),
      amount: must('SplitAmount', 'Split Amount'),
      currency: may('Opportunity.CurrencyIsoCode', 'CurrencyIsoCode', 'Split Amount Currency'),
      owner: must('SplitOwnerId', 'Split Owner ID', 'Team Member ID'),
      account: may('Opportunity.AccountId', 'Account ID'),
    },
    only: [{ names: ['Opportunity.StageName', 'StageName', 'Stage'], in: ['Closed Won', 'Geschlossen und gewonnen'] }],
  },
  {
    id: 'hubspot-deal',
    title: 'HubSpot: deals',
    source: 'hubspot',
    columns: {
      externalId: must('hs_object_id', 'Record ID', 'Record ID - Deal', 'Deal ID', 'Datensatz-ID'),
      occurredOn: must('closedate', 'Close Date', 'Close date', 'Abschlussdatum'),
      amount: must('amount', 'Amount', 'Betrag'),
      currency: may('deal_currency_code', 'Currency', 'Währung'),
      owner: must('hubspot_owner_id', 'Deal owner ID', 'Deal owner', 'Deal Owner', 'Zuständiger Mitarbeiter'),
      account: may('associatedcompanyid', 'Associated Company IDs', 'Primary Associated Company ID'),
    },
    only: [
      { names: ['dealstage', 'Deal Stage', 'Deal stage', 'Deal-Phase'], in: ['closedwon', 'Closed Won', 'Closed won'] },
    ],
  },
]

/** What the columns of systems that have no preset are usually called, for a first suggestion. */
export const USUAL_NAMES: Readonly<Record<string, readonly string[]>> = {
  externalId: [
    'id',
    'externalid',
    'dealid',
    'orderid',
    'ordernumber',
    'invoiceid',
    'invoicenumber',
    'transactionid',
    'recordid',
    'opportunityid',
    'belegnummer',
    'rechnungsnummer',
    'auftragsnummer',
    'bestellnummer',
    'nummer',
  ],
  occurredOn: [
    'date',
    'closedate',
    'orderdate',
    'invoicedate',
    'occurredon',
    'bookingdate',
    'transactiondate',
    'datum',
    'rechnungsdatum',
    'auftragsdatum',
    'belegdatum',
    'buchungsdatum',
  ],
  creditedOn: ['crediteddate', 'creditedon', 'creditdate', 'paymentdate', 'zahlungsdatum', 'gutschriftsdatum'],
  owner: [
    'owner',
    'ownerid',
    'salesperson',
    'salesrep',
    'rep',
    'seller',
    'sellerid',
    'employeeid',
    'participant',
    'verkaeufer',
    'verkäufer',
    'vertriebsmitarbeiter',
    'mitarbeiter',
    'personalnummer',
  ],
  account: ['account', 'accountid', 'customer', 'customerid', 'company', 'companyid', 'kunde', 'kundennummer', 'firma'],
  product: ['product', 'productid', 'sku', 'item', 'produkt', 'artikel', 'artikelnummer'],
  amount: [
    'amount',
    'total',
    'netamount',
    'revenue',
    'sales',
    'value',
    'dealvalue',
    'acv',
    'tcv',
    'betrag',
    'umsatz',
    'nettobetrag',
    'summe',
    'wert',
  ],
  currency: ['currency', 'currencycode', 'currencyisocode', 'waehrung', 'währung'],
  quantity: ['quantity', 'qty', 'units', 'menge', 'anzahl', 'stück'],
  kind: ['kind', 'transactiontype', 'art'],
  version: ['version', 'revision'],
  voided: ['voided', 'cancelled', 'canceled', 'isdeleted', 'storniert'],
  reverses: ['reverses', 'reversalof', 'storniertbeleg'],
}
