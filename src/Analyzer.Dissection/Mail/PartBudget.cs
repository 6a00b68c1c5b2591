namespace Analyzer.Dissection.Mail;

/// <summary>How many more parts and derived files a message may have.</summary>
internal sealed class PartBudget(MimeLimits limits, DefectList defects)
{
    int _left = limits.Parts;

    public bool TryTake()
    {
        if (_left > 0)
        {
            _left--;
            return true;
        }

        defects.Reach(MimeLimit.Parts);
        return false;
    }

    public void Reset() => _left = limits.Parts;
}
