using System.Buffers;
using System.Collections.Frozen;

namespace AiDesk.Policy.Leaks;

/// <summary>Values that only stand for a secret: documentation, templates, masks.</summary>
internal static class Placeholders
{
    /// <summary>In a value with a form of its own, these say that it shows the form and is no secret.</summary>
    private static readonly SearchValues<string> Fillings = SearchValues.Create(
        ["xxxxx", "example", "placeholder", "your", "redacted", "changeme", "change_me", "dummy", "****", "....", "00000000", "insert", "foobar"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Masks and templates: nobody's value has them.</summary>
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [
            "xxxx", "example", "placeholder", "change_me", "changeme", "change-me", "your_", "your-", "yourp", "yourk", "yours", "yoursecret", "my_", "my-", "redacted",
            "****", "....", "••", "insert", "todo", "enter_", "undefined", "process.env", "os.environ", "getenv", "{{", "}}", "${", "$(", "<", ">", "%(", "#{", "[",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whole values that are the word for what should stand there.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Whole = FrozenSet.ToFrozenSet(
        [
            "password", "passwd", "pass", "pwd", "passwort", "kennwort", "secret", "secret1", "token", "key", "value", "string", "none", "null", "nil", "true", "false",
            "here", "test", "test1234", "abc123", "password1", "password123", "pass123", "passwort1", "contraseña", "senha123", "foobar", "foo", "bar", "user", "username",
            "p4ssw0rd", "sample", "default", "empty", "required", "optional", "hidden", "masked", "dummy",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A value behind a name stands for a secret.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<char> value) =>
        value.IsEmpty || value[0] is '$' or '%' or '*' or '@' || value[^1] is '(' or ')' || Whole.Contains(value) || value.ContainsAny(Marks);

    /// <summary>A value with a form of its own only shows the form.</summary>
    public static bool IsFilling(ReadOnlySpan<char> body) => body.ContainsAny(Fillings);
}
