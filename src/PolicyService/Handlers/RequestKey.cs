using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;

namespace AiDesk.Policy.Service.Handlers;

/// <summary>The caller's request id with a fingerprint of what was asked under it: an id used again for something else is refused.</summary>
internal readonly record struct RequestKey(string Id, UInt128 Fingerprint)
{
    public static RequestKey None => new("", default);

    public bool IsNone => string.IsNullOrEmpty(Id);

    /// <param name="id">The caller's id; empty makes no promise.</param>
    /// <param name="rpc">Name of the RPC.</param>
    /// <param name="caller">Who asks: the same id from another subject is another request.</param>
    /// <param name="message">The request.</param>
    public static RequestKey Of(string id, string rpc, Caller caller, IMessage message)
    {
        if (id.Length == 0)
        {
            return None;
        }

        RequestRules.Bounded(id, "request_id", RequestRules.MaxRequestId);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(rpc + "\n" + caller.Principal.Subject + "\n"));
        hash.AppendData(message.ToByteArray());
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new RequestKey(id, BinaryPrimitives.ReadUInt128LittleEndian(digest));
    }
}
