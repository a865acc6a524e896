namespace AiDesk.Evaluation.Figures;

/// <summary>A share with its uncertainty.</summary>
/// <param name="Hits">Rows that were found, 0 to <paramref name="Of"/>.</param>
/// <param name="Of">Rows there are.</param>
internal readonly record struct Rate(int Hits, int Of)
{
    /// <summary>z of a two-sided interval of 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>0 to 1; null without rows.</summary>
    public double? Value => Of == 0 ? null : (double)Hits / Of;

    /// <summary>Wilson score interval of 95 % (E. B. Wilson, 1927): right for few rows and for shares near 0 and 1, where the normal one is not.</summary>
    public (double Low, double High) Interval()
    {
        if (Of == 0)
        {
            return (0, 1);
        }

        var share = (double)Hits / Of;
        var square = Z * Z / Of;
        var middle = (share + (square / 2)) / (1 + square);
        var half = Z * Math.Sqrt((share * (1 - share) / Of) + (square / (4 * Of))) / (1 + square);
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
