namespace AiDesk.Policy.Text;

/// <summary>
/// How many tokens a language model will make of a text, before it does. Budgets hold the estimate and settle with the provider's own count. A tokenizer
/// library takes this place with one class.
/// </summary>
public interface ITokenEstimator
{
    /// <summary>Tokens, 0 for an empty text. Linear in the text, allocates nothing, never throws. Called by many threads.</summary>
    int Estimate(ReadOnlySpan<char> text);
}
