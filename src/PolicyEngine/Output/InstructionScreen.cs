using System.Buffers;
using System.Text;
using AiDesk.Policy.Checks;
using AiDesk.Policy.Decisions;
using AiDesk.Policy.Injection;

namespace AiDesk.Policy.Output;

/// <summary>
/// Strings of a tool's output judged as text that nobody vouches for: from the policy's flag point up, what instructs is cut, marked and noted, and the
/// session is tainted. The one place where the filter meets the injection detector. Reused from call to call.
/// </summary>
internal sealed class InstructionScreen
{
    /// <summary>Shorter strings cannot hold an instruction.</summary>
    private const int LeastBytes = 6;

    private const int CharsOnStack = 1024;

    // Where a first look writes; only a string that has a hit is worth the making of its pointer.
    private readonly FindingList _firstLook = new();
    private Evaluation _work = null!;
    private double _flagAt;

    /// <summary>Something was cut since <see cref="Begin"/>.</summary>
    public bool Tainted { get; private set; }

    public void Begin(double flagAt, Evaluation work)
    {
        _flagAt = flagAt;
        _work = work;
        Tainted = false;
        _firstLook.Clear();
        work.Checks.Set(CheckKind.Injection, CheckOutcome.Ran);
    }

    /// <summary>The text with what instructs cut and marked; null when there is nothing to cut.</summary>
    public string? Cut(ReadOnlySpan<byte> text, in OutputPath path)
    {
        if (text.Length < LeastBytes)
        {
            return null;
        }

        if (text.Length <= CharsOnStack)
        {
            Span<char> chars = stackalloc char[CharsOnStack];
            return Cut(chars[..Encoding.UTF8.GetChars(text, chars)], path);
        }

        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var cut = Cut(rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented)), path);
        ArrayPool<char>.Shared.Return(rented);
        return cut;
    }

    private string? Cut(ReadOnlySpan<char> text, in OutputPath path)
    {
        var cut = InjectionCutter.Cut(text, "", _flagAt, _work.Views, _firstLook, out var score);
        if (score < _flagAt)
        {
            _firstLook.Clear();
            return null;
        }

        _firstLook.Clear();
        Tainted = true;
        return InjectionCutter.Cut(text, path.Text(), _flagAt, _work.Views, _work.Findings, out _) ?? cut;
    }
}
