namespace Oversight.Cli;

/// <summary>Progress of something that takes long, told in a line every few seconds.</summary>
/// <param name="clock">The clock.</param>
/// <param name="words">What is told.</param>
internal sealed class NowAndThen<T>(TimeProvider clock, Func<T, string> words) : IProgress<T>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private long said = clock.GetTimestamp();

    /// <summary>What was reported last.</summary>
    public T? Last { get; private set; }

    /// <inheritdoc />
    public void Report(T value)
    {
        Last = value;
        if (clock.GetElapsedTime(said) > Interval)
        {
            said = clock.GetTimestamp();
            Terminal.Say(words(value));
        }
    }
}
