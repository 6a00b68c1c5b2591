using Analyzer.Dissection.Text;

namespace Analyzer.Tests.Dissection.Text;

public sealed class TlsRecordTests
{
    [Theory]
    [InlineData(new byte[] { 0x16, 0x03, 0x01 }, true)]
    [InlineData(new byte[] { 0x15, 0x03 }, true)]
    [InlineData(new byte[] { 0x17, 0x03, 0x03 }, true)]
    [InlineData(new byte[] { 0x80, 0x2e, 0x01, 0x03, 0x01 }, true)]
    [InlineData(new byte[] { 0x80, 0x2e, 0x02, 0x03 }, false)]
    [InlineData(new byte[] { 0x16, 0x02 }, false)]
    [InlineData(new byte[] { (byte)'E', (byte)'H' }, false)]
    [InlineData(new byte[] { 0x18, 0x03 }, false)]
    [InlineData(new byte[] { 0x16 }, null)]
    [InlineData(new byte[] { 0x80, 0x2e, 0x01 }, null)]
    [InlineData(new byte[0], null)]
    public void A_TLS_record_is_told_by_its_first_bytes(byte[] bytes, bool? isTls) => Assert.Equal(isTls, TlsRecord.Begins(bytes));
}
