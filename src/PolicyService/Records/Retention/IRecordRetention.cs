namespace AiDesk.Policy.Service.Records.Retention;

/// <summary>Deletes records.</summary>
internal interface IRecordRetention
{
    /// <summary>
    /// Deletes one tenant's records of before a moment, or all of them (<see cref="DateTimeOffset.MaxValue"/>). Answers how many. Throws
    /// <see cref="IOException"/> when they cannot be deleted now.
    /// </summary>
    ValueTask<long> DeleteAsync(string tenant, DateTimeOffset before, CancellationToken cancellationToken);
}
