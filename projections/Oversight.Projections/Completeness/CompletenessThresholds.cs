using System.Text.Json;

namespace Oversight.Projections.Completeness;

/// <summary>
/// From when on something is told as a sign that the record may lack something. They are for whoever runs Oversight to choose: no framework
/// and no statute gives them, but for what is said beside them.
/// </summary>
/// <param name="LateDays">From how many days between taking effect and being recorded on a live entry counts as late.</param>
/// <param name="ClusterEntries">From how many back-dated entries of one account on one day on they count as a cluster.</param>
/// <param name="SilentDays">After how many days without anything recorded an organisation in support counts as silent.</param>
public sealed record CompletenessThresholds(int LateDays = 31, int ClusterEntries = 10, int SilentDays = 92)
{
    private const int Most = 36_500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectRequiredConstructorParameters = false,
    };

    /// <summary>Those of a setting in JSON, such as {"lateDays": 14}; what it leaves out is as usual.</summary>
    /// <param name="setting">The setting; null or empty: all are as usual.</param>
    /// <exception cref="FormatException">It cannot be taken, and why.</exception>
    public static CompletenessThresholds Parse(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return new();
        }

        CompletenessThresholds read;
        try
        {
            read =
                JsonSerializer.Deserialize<CompletenessThresholds>(setting, Json)
                ?? throw new FormatException(
                    "The thresholds of completeness are null: leave the setting out, or write for example {\"lateDays\": 31}."
                );
        }
        catch (JsonException e)
        {
            throw new FormatException(
                $"The thresholds of completeness cannot be read: {e.Message} Write for example {{\"lateDays\": 31, \"clusterEntries\": 10, \"silentDays\": 92}}.",
                e
            );
        }

        foreach (
            var (name, value) in new[]
            {
                ("lateDays", read.LateDays),
                ("clusterEntries", read.ClusterEntries),
                ("silentDays", read.SilentDays),
            }
        )
        {
            if (value is < 1 or > Most)
            {
                throw new FormatException($"The threshold {name} is {value}: it is a whole number from 1 to {Most}.");
            }
        }

        return read;
    }
}
