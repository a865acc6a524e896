using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Postgres;

/// <summary>One numbered <c>.sql</c> file that is embedded in a service. Once applied anywhere it is never changed: a new one follows it.</summary>
internal sealed record Migration(int Number, string Name, string Text)
{
    /// <summary>SHA-256 of the text, hexadecimal.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
