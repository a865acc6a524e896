using FsCheck;

namespace AiDesk.PropertyTests;

/// <summary>
/// Properties draw the same cases every time, from seeds that are committed. <c>AIDESK_FRESH_SEEDS=N</c> (<c>./bench.sh campaign</c>) draws others, N times as
/// many; what fails then says its seed, which takes the place of the committed one until it is mended.
/// </summary>
internal static class CommittedSeeds
{
    private static readonly int? Times =
        int.TryParse(Environment.GetEnvironmentVariable("AIDESK_FRESH_SEEDS"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var times) && times > 0 ? times : null;

    /// <summary>To be said last: the number of cases that it multiplies is said before it.</summary>
    public static Config WithCommittedSeed(this Config config, ulong seed, ulong gamma) =>
        Times is { } times ? config.WithMaxTest(checked(config.MaxTest * times)) : config.WithReplay(seed, gamma);
}
