using System.Collections.Concurrent;
using System.Reflection;
using Xunit;
using Xunit.v3;

namespace Oversight.TestServer;

/// <summary>
/// What an assembly's tests make the program write on standard error, such as the log of what they break on purpose, is kept in a file beside
/// the assembly, and is said only with a test that fails: what was written while it ran.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class KeptForFailuresAttribute : BeforeAfterTestAttribute
{
    private static readonly string KeptIn = Path.Combine(AppContext.BaseDirectory, "standard-error.log");
    private static readonly ConcurrentDictionary<string, long> Began = [];

    static KeptForFailuresAttribute()
    {
        var file = new FileStream(KeptIn, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        Console.SetError(new StreamWriter(file) { AutoFlush = true });
    }

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Began[test.UniqueID] = Length();

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Began.TryRemove(test.UniqueID, out var began) && TestContext.Current.TestState?.Result != TestResult.Passed)
        {
            using var file = new FileStream(KeptIn, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Position = began;
            using var reader = new StreamReader(file);
            TestContext.Current.TestOutputHelper?.Write(reader.ReadToEnd());
        }
    }

    private static long Length() => new FileInfo(KeptIn).Length;
}
