using System.Text;

namespace Oversight.Cli;

/// <summary>What a command writes, in the order in which it is written: held back while something has to be done first.</summary>
/// <param name="mustWait">Whether it has to be held back now.</param>
internal sealed class HeldOutput(Func<bool> mustWait)
{
    private readonly Lock gate = new();
    private readonly List<(TextWriter To, StringBuilder Text)> held = [];

    /// <summary>Writes to another one, now or when it is released.</summary>
    public TextWriter Before(TextWriter writer) => new Writer(this, writer);

    /// <summary>Writes what was held back.</summary>
    public void Release()
    {
        lock (gate)
        {
            foreach (var (to, text) in held)
            {
                foreach (var chunk in text.GetChunks())
                {
                    to.Write(chunk.Span);
                }
            }

            held.Clear();
        }
    }

    private void Write(TextWriter to, ReadOnlySpan<char> text)
    {
        lock (gate)
        {
            if (held.Count == 0 && !mustWait())
            {
                to.Write(text);
                return;
            }

            if (held.Count == 0 || held[^1].To != to)
            {
                held.Add((to, new()));
            }

            held[^1].Text.Append(text);
        }
    }

    private sealed class Writer(HeldOutput output, TextWriter to) : TextWriter
    {
        public override Encoding Encoding => to.Encoding;

        public override void Write(char value) => output.Write(to, [value]);

        public override void Write(string? value) => output.Write(to, value);

        public override void Write(char[] buffer, int index, int count) =>
            output.Write(to, buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer) => output.Write(to, buffer);
    }
}
