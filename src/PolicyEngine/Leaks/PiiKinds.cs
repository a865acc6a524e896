namespace AiDesk.Policy.Leaks;

/// <summary>Personal data that is looked for in a reply. Cards and IBANs carry checksums and are on by default; the rest is for policies that ask.</summary>
[Flags]
public enum PiiKinds : byte
{
    None = 0,

    /// <summary>Payment card numbers: known issuer ranges and the Luhn checksum (ISO/IEC 7812-1).</summary>
    Card = 1,

    /// <summary>Account numbers: country, length and the mod 97 checksum (ISO 13616).</summary>
    Iban = 2,
    Email = 4,

    /// <summary>International numbers, and national ones in their usual form or behind a word for a telephone; not those that say they are the tenant's.</summary>
    Phone = 8,

    /// <summary>Addresses of computers, IPv4 and IPv6; not of the computer itself.</summary>
    Address = 16,

    /// <summary>Numbers of identity, tax and social security cards: by checksum, or by form behind their name.</summary>
    NationalId = 32,

    /// <summary>Street and number. Shops have addresses too: for tenants whose replies never hold one.</summary>
    Postal = 64,
}
