using System.Security.Cryptography;
using System.Text;

namespace AiDesk.Policy.Service.Counters.Redis;

/// <summary>A Lua script that is embedded in the service, and the hash by which Redis knows it.</summary>
internal sealed class RedisScript
{
    public RedisScript(string name, string text)
    {
        Name = name;
        Text = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350 // The name that EVALSHA takes, not a protection of anything.
        Sha1 = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(Text)));
#pragma warning restore CA5350
    }

    /// <summary>For errors and metrics.</summary>
    public string Name { get; }

    /// <summary>UTF-8.</summary>
    public byte[] Text { get; }

    /// <summary>40 hexadecimal digits, lower case, ASCII.</summary>
    public byte[] Sha1 { get; }
}
