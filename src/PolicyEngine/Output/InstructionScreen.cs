using System.Buffers;
using System.Text;
using AiDesk.Policy.Checks;
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

    private Evaluation _work = null!;
    private InjectionRules _rules;

    /// <summary>Something was cut since <see cref="Begin"/>.</summary>
    public bool Tainted { get; private set; }

    public void Begin(in InjectionRules rules, Evaluation work)
    {
        _rules = rules;
        _work = work;
        Tainted = false;
        work.Checks.Set(CheckKind.Injection, CheckOutcome.Ran);
    }

    /// <summary>The views of the evaluation hold the whole of the text that was last given to <see cref="Cut(ReadOnlySpan{byte}, in OutputPath)"/>, and nothing was cut.</summary>
    public bool HoldsText { get; private set; }

    /// <summary>The text with what instructs cut and marked; null when there is nothing to cut.</summary>
    public string? Cut(ReadOnlySpan<byte> text, in OutputPath path)
    {
        HoldsText = false;
        if (text.Length < LeastBytes)
        {
            return null;
        }

        if (ScoreOf(text) < _rules.FlagAt)
        {
            HoldsText = _work.Views.Offset == 0;
            return null;
        }

        // Only a string that has a hit is worth the making of a string and of its pointer.
        Tainted = true;
        return InjectionCut.Run(_work.Views, Encoding.UTF8.GetString(text), path.Text(), _rules, _work.Findings).Text;
    }

    private double ScoreOf(ReadOnlySpan<byte> text)
    {
        if (_work.Views.TryPrepare(text))
        {
            return InjectionDetector.Score(_work.Views);
        }

        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var chars = rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented));
        var score = 0.0;
        _work.Views.Prepare(chars);
        do
        {
            score = Math.Max(score, InjectionDetector.Score(_work.Views));
        }
        while (_work.Views.Advance(chars));
        ArrayPool<char>.Shared.Return(rented);
        return score;
    }
}
