namespace AiDesk.Policy.Injection.Learned;

/// <summary>Adds the weight of each feature to its word's sum.</summary>
internal readonly struct WeightSink(int[] sums, sbyte[] weights) : IFeatureSink
{
    public void Add(int token, int index) => sums[token] += weights[index];
}
