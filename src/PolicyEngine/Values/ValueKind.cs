namespace AiDesk.Policy.Values;

/// <summary>What a value looks like. The kind is hashed with it: a host is never taken for a code.</summary>
internal enum ValueKind : byte
{
    /// <summary>A number, phone, account, IBAN or id: letters and digits joined, in lower case, with enough digits.</summary>
    Code = (byte)'c',
    Email = (byte)'e',
    Host = (byte)'h',

    /// <summary>A web address: host and path, without scheme, user, port and what ends it.</summary>
    Url = (byte)'u',

    /// <summary>Two to four words, each with a capital: a person, a company.</summary>
    Name = (byte)'n',

    /// <summary>Six words in a row of a longer text.</summary>
    Passage = (byte)'p',
}
