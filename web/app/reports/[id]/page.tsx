export { generateMetadata, ReportPage as default } from '../../../features/report/report-page';
