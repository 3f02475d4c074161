using Majlis.Meetings.Planning.Brokerage;
using Majlis.Platform;

namespace Majlis.Planning.Tests.Brokerage;

public class DznReaderTests
{
    const string Good = """
        % a comment
        nBusiness = 3; nMeetings = 2;
        nTables = 1; nTotalSlots = 4; nMorningSlots = 2;
        requested = [|1, 2,3,
        |2, 3,1,
        |];
        meetingsxBusiness = [{1,2},{1,2,3},{1,3}];
        forbidden = [{0, 2..3},{},{0}];
        fixed = [0, 2];
        precedences = [{},{1}];
        """;

    [Fact]
    public void Reads_numbers_from_1_into_numbers_from_0()
    {
        var read = Read(Good);
        Assert.Equal((3, 1, 4, 2), (read.Participants, read.Tables, read.Slots, read.MorningSlots));
        Assert.Equal([new(0, 1), new(1, 2, DayPart.Morning, 1)], read.Meetings);
        Assert.Equal([[1, 2], [], []], read.Away.Select(a => a.Slots().ToArray()));
        Assert.Equal([(0, 1)], read.Orders);
    }

    [Theory]
    [InlineData("fixed = [0, 2];", "fixed = [0];", "meetings.file_length field=fixed, expected=2, found=1")]
    [InlineData("fixed = [0, 2];", "fixed = [0, 5];", "meetings.file_number field=fixed[2], least=0, most=4")]
    [InlineData("nTables = 1;", "", "meetings.file_missing field=nTables")]
    [InlineData("nTables = 1;", "nTables = 1; nTables = 2;", "meetings.file_twice field=nTables, line=3")]
    [InlineData("nTables = 1;", "nTables = -1;", "meetings.file_number field=nTables, least=0, most=200000")]
    [InlineData("nTables = 1;", "nTables = 99999999999999999999;", "meetings.file_expected line=3, expected=0…9, found=9")]
    [InlineData("nTables = 1;", "nTables = one;", "meetings.file_expected line=3, expected=0…9, found=o")]
    [InlineData("nTables = 1;", "nTables = 1", "meetings.file_expected line=3, expected=;, found=n")]
    [InlineData("|2, 3,1,", "|2, 2,1,", "meetings.file_self field=requested[2]")]
    [InlineData("|2, 3,1,", "|2, 4,1,", "meetings.file_number field=requested[2], least=1, most=3")]
    [InlineData("|2, 3,1,", "|2, 3,4,", "meetings.file_number field=requested[2], least=1, most=3")]
    [InlineData("{0, 2..3}", "{0, 2..2147483647}", "meetings.file_too_many most=4000000")]
    [InlineData("{0, 2..3}", "{0, 2..3", "meetings.file_expected line=8, expected=0…9, found={")]
    [InlineData("{0, 2..3}", "{9}", "meetings.file_number field=forbidden[1], least=0, most=4")]
    [InlineData("precedences = [{},{1}];", "precedences = [{},{1}", "meetings.file_expected line=10, expected=, ], found=")]
    [InlineData("precedences = [{},{1}];", "precedences = [{},{3}];", "meetings.file_number field=precedences[2], least=0, most=2")]
    public void Says_where_it_is_wrong(string good, string bad, string said) => Assert.Equal(said, Assert.Throws<Refusal>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal))).Message);

    [Fact]
    public void Whatever_is_in_the_file_it_is_read_or_refused() => Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 20], Gen.String).Sample((at, cut, put) =>
    {
        try
        {
            Read(Good.Remove(at, Math.Min(cut, Good.Length - at)).Insert(at, put));
        }
        catch (Refusal)
        {
            // Said so.
        }
    }, iter: 2000);

    [Fact]
    public void A_file_that_never_ends_is_refused() => Assert.Equal("meetings.file_too_large megabytes=16", Assert.Throws<Refusal>(() => DznReader.Read(new Endless())).Message);

    static BrokerageEvent Read(string text) => DznReader.Read(new StringReader(text));

    sealed class Endless : TextReader
    {
        public override int Read(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Fill(' ');
            return count;
        }

        public override int Read(Span<char> buffer)
        {
            buffer.Fill(' ');
            return buffer.Length;
        }
    }
}
