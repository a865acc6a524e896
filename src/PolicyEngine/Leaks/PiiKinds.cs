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

    /// <summary>International numbers, with a plus sign.</summary>
    Phone = 8,

    /// <summary>IPv4 addresses.</summary>
    Address = 16,
}
