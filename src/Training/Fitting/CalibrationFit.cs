using AiDesk.Policy.Injection.Learned;
using AiDesk.Training.Measuring;

namespace AiDesk.Training.Fitting;

/// <summary>
/// Joins signatures and wording: a logistic regression of two numbers over unseen scores, by Newton's method, then placed so that the default points of policy stand where
/// harmless texts of unseen sources reach them as rarely as was asked.
/// </summary>
internal static class CalibrationFit
{
    private const int Steps = 30;

    /// <summary>Log-odds between the two points at least.</summary>
    private const double LeastGap = 0.1;

    public static ScoreCalibration Run(IReadOnlyList<UnseenScore> scores, OperatingPoints points)
    {
        var direction = Direction(scores);
        var harmless = scores.Where(score => !score.Example.Text.IsAttack).ToArray();
        var length = LengthOf(harmless, direction, points);
        double Plain(UnseenScore score) => direction.Plain(score.Example.Evidence, score.Wording);
        double Denied(UnseenScore score) => Math.Max(
            Plain(score) - (length * FixedMath.Log(score.Example.Length)),
            direction.OfEvidence(score.Example.Evidence, score.Wording));
        double Both(Func<UnseenScore, double> value, double own, double others) => Math.Max(
            Quantiles(harmless.Where(score => score.Example.Text.IsOwn).Select(value))(own),
            Quantiles(harmless.Where(score => !score.Example.Text.IsOwn).Select(value))(others));

        // A strong signature among words that say nothing is denied, whatever harmless texts score.
        var deny = Math.Min(Both(Denied, points.DenyOwn, points.DenyPublic), direction.Plain(ScoreCalibration.StrongEvidence, 0));
        var flag = Both(Plain, points.FlagOwn, points.FlagPublic);
        return direction with { Flag = Math.Min(flag, deny - LeastGap), Deny = deny, Length = length };
    }

    /// <summary>
    /// The scores of harmless texts fall off by e in so many log-odds between the two shares that are asked for; the highest of n of them is higher by the logarithm of n times that.
    /// </summary>
    private static double LengthOf(UnseenScore[] harmless, ScoreCalibration direction, OperatingPoints points)
    {
        var others = Quantiles(harmless.Where(score => !score.Example.Text.IsOwn).Select(score => direction.Plain(score.Example.Evidence, score.Wording)));
        var fall = others(points.DenyPublic) - others(points.FlagPublic);
        return double.IsFinite(fall) ? Math.Max(0, fall) / FixedMath.Log(points.FlagPublic / points.DenyPublic) : 0;
    }

    /// <summary>The score that this share of texts is above.</summary>
    private static Func<double, double> Quantiles(IEnumerable<double> scores)
    {
        var sorted = scores.OrderDescending().ToArray();
        return share => sorted.Length == 0 ? double.NegativeInfinity : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    private static ScoreCalibration Direction(IReadOnlyList<UnseenScore> scores)
    {
        var attacks = scores.Count(score => score.Example.Text.IsAttack);
        Span<double> at = [1, 1, 0];
        for (var step = 0; step < Steps; step++)
        {
            Span<double> slope = stackalloc double[3];
            Span<double> curve = stackalloc double[9];
            slope.Clear();
            curve.Clear();
            foreach (var score in scores)
            {
                var attack = score.Example.Text.IsAttack;
                var weight = 0.5 / (attack ? attacks : scores.Count - attacks);
                ReadOnlySpan<double> x = [score.Example.Evidence, ScoreCalibration.Bounded(score.Example.Evidence, score.Wording), 1];
                var p = FixedMath.Logistic((at[0] * x[0]) + (at[1] * x[1]) + at[2]);
                for (var i = 0; i < 3; i++)
                {
                    slope[i] += weight * (p - (attack ? 1 : 0)) * x[i];
                    for (var j = 0; j < 3; j++)
                    {
                        curve[(i * 3) + j] += weight * p * (1 - p) * x[i] * x[j];
                    }
                }
            }

            Solve(curve, slope);
            for (var i = 0; i < 3; i++)
            {
                at[i] -= slope[i];
            }
        }

        return new ScoreCalibration(at[0], at[1], at[2], Flag: 0, Deny: 1, Length: 0);
    }

    /// <summary>Three equations by Gaussian elimination; the matrix is positive definite, so that no row need be exchanged.</summary>
    private static void Solve(Span<double> matrix, Span<double> right)
    {
        for (var i = 0; i < 3; i++)
        {
            matrix[(i * 3) + i] += 1e-9;
        }

        for (var i = 0; i < 3; i++)
        {
            for (var row = i + 1; row < 3; row++)
            {
                var factor = matrix[(row * 3) + i] / matrix[(i * 3) + i];
                for (var column = i; column < 3; column++)
                {
                    matrix[(row * 3) + column] -= factor * matrix[(i * 3) + column];
                }

                right[row] -= factor * right[i];
            }
        }

        for (var i = 2; i >= 0; i--)
        {
            for (var column = i + 1; column < 3; column++)
            {
                right[i] -= matrix[(i * 3) + column] * right[column];
            }

            right[i] /= matrix[(i * 3) + i];
        }
    }
}
