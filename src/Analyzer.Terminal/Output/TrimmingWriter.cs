using System.Text;

namespace Analyzer.Terminal.Output;

/// <summary>Passes text on without the blanks at the ends of lines, which tables are padded with.</summary>
sealed class TrimmingWriter(TextWriter inner) : TextWriter
{
    int _blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _blanks++;
            return;
        }
        if (value != '\n')
        {
            for (; _blanks > 0; _blanks--) inner.Write(' ');
        }
        _blanks = 0;
        inner.Write(value);
    }

    public override void Flush() => inner.Flush();
}
