using System.Globalization;
using System.Text;
using Analyzer.Dissection.Export;

namespace Analyzer.Tests.Dissection.Export;

public sealed class SafeFileNameTests
{
    [Theory]
    [InlineData("figures.pdf", "figures.pdf")]
    [InlineData("Zoë's résumé.doc", "Zoë_s_résumé.doc")]
    [InlineData("四半期 報告.xlsx", "四半期_報告.xlsx")]
    [InlineData("my  file (1).zip", "my_file_(1).zip")]
    [InlineData("../../etc/passwd", "etc_passwd")]
    [InlineData("..\\..\\windows\\system32\\cmd.exe", "windows_system32_cmd.exe")]
    [InlineData("/absolute/path", "absolute_path")]
    [InlineData("C:\\autoexec.bat", "C_autoexec.bat")]
    [InlineData(".bashrc", "bashrc")]
    [InlineData("...", "file")]
    [InlineData("..", "file")]
    [InlineData("/", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    [InlineData("   ", "file")]
    [InlineData("name.", "name")]
    [InlineData("name...", "name")]
    [InlineData("__init__.py", "__init__.py")]
    [InlineData("a\0b", "a_b")]
    [InlineData("a\r\nb", "a_b")]
    [InlineData("a\u001b[31mb", "a_31mb")]
    [InlineData("a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h")]
    [InlineData("$(reboot);`id`&", "(reboot)_id_")]
    [InlineData("invoice\u202Efdp.exe", "invoice_fdp.exe")]
    [InlineData("a\u200Bb\u2060c\uFEFFd", "a_b_c_d")]
    [InlineData("a\u2028b\u2029c\u0085d", "a_b_c_d")]
    [InlineData("a\uD800b", "a_b")]
    [InlineData("file.txt:stream", "file.txt_stream")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("NUL.tar.gz", "_NUL.tar.gz")]
    [InlineData("Com1", "_Com1")]
    [InlineData("lpt9.log", "_lpt9.log")]
    [InlineData("COM²", "_COM²")]
    [InlineData("conin$", "conin_")]
    [InlineData("COM10", "COM10")]
    [InlineData("CONSOLE", "CONSOLE")]
    [InlineData("-rf", "-rf")]
    public void A_name_keeps_what_is_harmless(string? name, string expected)
    {
        Assert.Equal(expected, SafeFileName.From(name, "file"));
    }

    [Theory]
    [InlineData("aaaaaaaaaa", ".txt")]
    [InlineData("éééééééééé", ".pdf")]
    [InlineData("報告報告報告報告報告", ".xlsx")]
    [InlineData("😀😀😀😀😀", ".jpeg")]
    public void A_long_name_is_cut_between_characters_and_keeps_its_extension(string part, string extension)
    {
        string safe = SafeFileName.From(string.Concat(Enumerable.Repeat(part, 40)) + extension, "file");

        Assert.InRange(Encoding.UTF8.GetByteCount(safe), SafeFileName.MaxBytes - 3, SafeFileName.MaxBytes);
        Assert.EndsWith(extension, safe, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', safe);
        Assert.Equal(safe, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(safe)));
    }

    [Fact]
    public void An_endless_extension_is_no_extension()
    {
        string safe = SafeFileName.From("name." + new string('x', 500), "file");

        Assert.Equal(SafeFileName.MaxBytes, safe.Length);
    }

    [Fact]
    public void A_cut_does_not_leave_a_dot_at_the_end()
    {
        Assert.Equal(new string('a', SafeFileName.MaxBytes - 1), SafeFileName.From(new string('a', SafeFileName.MaxBytes - 1) + "." + new string('b', 50), "file"));
    }

    [Fact]
    public void Prefix_mark_and_extension_of_the_caller_survive_any_length()
    {
        string safe = SafeFileName.From(new string('s', 1000) + ".exe", "message", "000001-", ".incomplete", ".eml");

        Assert.Equal(SafeFileName.MaxBytes, safe.Length);
        Assert.StartsWith("000001-sss", safe, StringComparison.Ordinal);
        Assert.EndsWith(".incomplete.eml", safe, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Report v1.2 final", "000007-Report_v1.2_final.eml")]
    [InlineData("CON", "000007-CON.eml")]
    [InlineData(null, "000007-message.eml")]
    public void A_subject_does_not_give_the_extension(string? subject, string expected)
    {
        Assert.Equal(expected, SafeFileName.From(subject, "message", "000007-", "", ".eml"));
    }

    [Fact]
    public void The_mark_stands_before_the_names_own_extension()
    {
        Assert.Equal("000002-app.incomplete.zip", SafeFileName.From("app.zip", "file", "000002-", ".incomplete"));
    }

    [Fact]
    public void No_character_of_a_dangerous_category_survives_anywhere()
    {
        var bad = new List<int>();
        for (int value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.IsValid(value)) continue;
            string safe = SafeFileName.From($"a{new Rune(value)}b", "file");
            bool isKept = safe != "a_b" && safe != "ab";
            bool isDangerous = value is '/' or '\\' || Rune.GetUnicodeCategory(new Rune(value)) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (isKept && isDangerous) bad.Add(value);
        }

        Assert.Empty(bad);
    }
}
