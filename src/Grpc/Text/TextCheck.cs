using System.Buffers;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Text;

/// <summary>
/// Refuses request messages with text that is not UTF-8. Google.Protobuf 3.25.1 turns such bytes into U+FFFD without a word,
/// so that what is judged would differ from what was sent.
/// </summary>
internal sealed class TextCheck
{
    /// <summary>The reason in the error's <c>ErrorInfo</c>.</summary>
    public const string Reason = "TEXT_NOT_UTF8";

    private readonly TextPlan _plan;
    private readonly string _domain;

    private TextCheck(TextPlan plan, string package)
    {
        _plan = plan;
        _domain = DomainOf(package);
    }

    /// <summary>The check for a message type; null when it is not a protocol buffer or holds no text.</summary>
    public static TextCheck? For<T>()
        where T : class
        => typeof(IMessage).IsAssignableFrom(typeof(T))
            && typeof(T).GetProperty("Descriptor", typeof(MessageDescriptor))?.GetValue(null) is MessageDescriptor descriptor
            && TextPlan.For(descriptor) is { } plan
                ? new TextCheck(plan, descriptor.File.Package)
                : null;

    /// <summary>Throws INVALID_ARGUMENT with the field's path for text that is not UTF-8, INTERNAL for bytes that are no message.</summary>
    public void Check(in ReadOnlySequence<byte> payload)
    {
        // A payload of ASCII only holds ASCII text only: one vectorised look settles most messages of the western kind.
        if (IsAscii(payload))
        {
            return;
        }

        var fault = payload.IsSingleSegment ? TextWalk.Find(_plan, payload.FirstSpan) : FindInSegments(payload);
        if (fault is not null)
        {
            throw Refusal(fault, _domain);
        }
    }

    /// <summary>The service's own errors and this one have one domain: its package without the version, as <c>aidesk.policy</c> of <c>aidesk.policy.v1</c>.</summary>
    private static string DomainOf(string package)
    {
        var last = package.LastIndexOf('.');
        var isVersion = last > 0 && package.Length > last + 2 && package[last + 1] == 'v' && char.IsAsciiDigit(package[last + 2]);
        return isVersion ? package[..last] : package;
    }

    private static bool IsAscii(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsSingleSegment)
        {
            return Ascii.IsValid(payload.FirstSpan);
        }

        foreach (var segment in payload)
        {
            if (!Ascii.IsValid(segment.Span))
            {
                return false;
            }
        }

        return true;
    }

    private TextFault? FindInSegments(in ReadOnlySequence<byte> payload)
    {
        var length = checked((int)payload.Length);
        var joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            payload.CopyTo(joined);
            return TextWalk.Find(_plan, joined.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private static RpcException Refusal(TextFault fault, string domain)
    {
        if (fault.Kind != TextFaultKind.InvalidText)
        {
            return WireFault.Unparseable(fault.Kind == TextFaultKind.TooDeep
                ? $"it is nested deeper than {TextWalk.MaxDepth}."
                : "its bytes are not of this type.");
        }

        var description = "The text is not valid UTF-8.";
        var violation = new BadRequest.Types.FieldViolation { Field = fault.Path, Description = description };
        var info = new ErrorInfo { Reason = Reason, Domain = domain };
        info.Metadata.Add("field", fault.Path);
        return new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = $"{fault.Path}: {description}",
            Details =
            {
                Google.Protobuf.WellKnownTypes.Any.Pack(info),
                Google.Protobuf.WellKnownTypes.Any.Pack(new BadRequest { FieldViolations = { violation } }),
            },
        }.ToRpcException();
    }
}
