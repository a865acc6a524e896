using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Agent.Runs;

/// <summary>What an approval names.</summary>
internal static class TextHash
{
    /// <summary>SHA-256 of the UTF-8 text, hexadecimal.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
